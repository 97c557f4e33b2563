#!/bin/bash
# Makes a certificate authority of its own and a server certificate for localhost, 127.0.0.1 and ::1, for tests and the demo.
#   certificates.sh FOLDER    writes ca.pem, server.pem, server.key; nothing when they are there already
set -euo pipefail

folder=$1
[ ! -s "$folder/server.pem" ] || exit 0
mkdir -p "$folder"
cd "$folder"

quiet() { "$@" 2>openssl.log || { cat openssl.log >&2; exit 1; }; }

quiet openssl ecparam -genkey -name prime256v1 -noout -out ca.key
quiet openssl req -x509 -new -key ca.key -sha256 -days 3650 -subj "/CN=demo certificate authority" \
    -addext "basicConstraints=critical,CA:TRUE" -addext "keyUsage=critical,keyCertSign" -out ca.pem
quiet openssl ecparam -genkey -name prime256v1 -noout -out server.key
quiet openssl req -new -key server.key -subj "/CN=localhost" -out server.csr
printf 'subjectAltName=DNS:localhost,IP:127.0.0.1,IP:::1\nextendedKeyUsage=serverAuth\nbasicConstraints=CA:FALSE\n' >server.ext
quiet openssl x509 -req -in server.csr -CA ca.pem -CAkey ca.key -CAcreateserial -sha256 -days 3650 -extfile server.ext -out server.new
rm -f ca.key server.csr server.ext openssl.log ca.srl
chmod 600 server.key
mv server.new server.pem

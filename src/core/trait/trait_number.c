/* Numbers and codes that are compared as they are. */
#include "core/trait/derivation.h"

#define PUT_PLAIN(function, kind)                                                                                                \
    void function(struct derivation *d, enum record_role role, const struct value *value)                                        \
    {                                                                                                                            \
        derivation_put(d, kind, role, value->text);                                                                              \
    }
PUT_PLAIN(trait_put_phone, TRAIT_phone)
PUT_PLAIN(trait_put_registration, TRAIT_registration_number)
PUT_PLAIN(trait_put_lei, TRAIT_lei)
PUT_PLAIN(trait_put_vat, TRAIT_vat_number)
PUT_PLAIN(trait_put_creditor, TRAIT_sepa_creditor_id)
PUT_PLAIN(trait_put_arn, TRAIT_arn)
PUT_PLAIN(trait_put_rrn, TRAIT_rrn)
PUT_PLAIN(trait_put_uetr, TRAIT_uetr)
PUT_PLAIN(trait_put_txid, TRAIT_txid)
PUT_PLAIN(trait_put_analytics, TRAIT_analytics_id)
PUT_PLAIN(trait_put_tls, TRAIT_tls_sha256)
PUT_PLAIN(trait_put_ip, TRAIT_ip)
PUT_PLAIN(trait_put_nameserver, TRAIT_nameserver)

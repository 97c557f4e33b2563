-- rows: copy
COPY link_hop (site_id, endpoint_id, weight_bits, via_id, via_site, kind, shared, ruled, link_bits, model_id) FROM STDIN (FORMAT binary)

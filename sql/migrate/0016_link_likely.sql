-- Most links are unlikely ones, which nobody asks for by their weight: the index leaves out what is below a probability of 0.05.
DROP INDEX link_weight;
CREATE INDEX link_weight ON link (weight_bits DESC) WHERE weight_bits >= -4247928;

-- +goose Up
-- To tell from a message that people point at what stands in it.
CREATE INDEX deliveries_address ON deliveries (address) WHERE address <> '';

-- +goose Down
DROP INDEX deliveries_address;

-- Autocompletion of issuers asks by beginning.
CREATE INDEX documents_by_issuer ON documents (issuer);

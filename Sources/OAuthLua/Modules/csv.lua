-- CSV and TSV (RFC 4180), decoded and encoded in C.
local host = ...
local charsets = host.module "charsets"

local csv = { encode = host.csv_encode }

function csv.decode(text, options)
    text = charsets.decode(text, options)
    return host.csv_decode(text, options)
end

return csv

-- XML, decoded in C.
local host = ...
local charsets = host.module "charsets"

local xml = {}

function xml.decode(text, options)
    local is_utf8
    text, is_utf8 = charsets.decode(text, options)
    return host.xml_decode(text, options, is_utf8)
end

return xml

-- Text in another charset, for the decoders of csv and xml. Not for scripts.
local host = ...
local charsets = {}

-- The text in UTF-8 and whether it was said to be in any charset, by the field `charset` of the options.
function charsets.decode(text, options)
    local charset = type(options) == "table" and options.charset
    if not charset or type(text) ~= "string" then return text, false end
    return host.functions["charset.decode"](text, charset), true
end

return charsets

-- Points in time are seconds since 1970 (UTC), as os.time gives them; text is RFC 3339.
local time = {}

function time.now() return os.time() end

-- "2026-03-01T09:30:00Z"
function time.iso(seconds)
    local whole = math.floor(seconds or os.time())
    return os.date("!%Y-%m-%dT%H:%M:%SZ", whole)
end

-- Days from 1970-01-01 to a civil date of the Gregorian calendar.
local function days(year, month, day)
    if month <= 2 then year, month = year - 1, month + 12 end
    return 365 * year + year // 4 - year // 100 + year // 400 + (153 * (month - 3) + 2) // 5 + day - 719469
end

-- Seconds of an RFC 3339 date-time or a date (midnight UTC); nil and a sentence for anything else.
function time.parse(text)
    if type(text) ~= "string" then return nil, "expected text, got a " .. type(text) end
    local year, month, day, rest = text:match("^(%d%d%d%d)%-(%d%d)%-(%d%d)(.*)$")
    if not year then return nil, ("not a date: %q"):format(text) end
    year, month, day = tonumber(year), tonumber(month), tonumber(day)
    if month < 1 or month > 12 or day < 1 or day > 31 then return nil, ("not a date: %q"):format(text) end
    local seconds = days(year, month, day) * 86400
    if rest == "" then return seconds end
    local hour, minute, second, fraction, zone = rest:match("^[Tt ](%d%d):(%d%d):(%d%d)(%.?%d*)(.*)$")
    if not hour then return nil, ("not a date and time: %q"):format(text) end
    seconds = seconds + tonumber(hour) * 3600 + tonumber(minute) * 60 + tonumber(second)
    if fraction ~= "" and fraction ~= "." then seconds = seconds + tonumber("0" .. fraction) end
    if zone == "Z" or zone == "z" then return seconds end
    local sign, zone_hour, zone_minute = zone:match("^([+-])(%d%d):?(%d%d)$")
    if not sign then return nil, ("no time zone in %q"):format(text) end
    local offset = tonumber(zone_hour) * 3600 + tonumber(zone_minute) * 60
    return sign == "+" and seconds - offset or seconds + offset
end

return time

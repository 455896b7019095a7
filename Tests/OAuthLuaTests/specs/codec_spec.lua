local check = require "check"

return {
    ["base64"] = function()
        for plain, coded in pairs { [""] = "", f = "Zg==", fo = "Zm8=", foo = "Zm9v", ["\0\xff"] = "AP8=" } do
            check.equal(base64.encode(plain), coded)
            check.equal(base64.decode(coded), plain)
            check.equal(base64.encode_url(plain), (coded:gsub("=", ""):gsub("+", "-"):gsub("/", "_")))
            check.equal(base64.decode_url(base64.encode_url(plain)), plain)
        end
        check.equal(base64.decode "Zm9v\nZm8=\n", "foofo")
        check.fails(function() base64.decode "!!!!" end, "base64")
    end,
    ["hash"] = function()
        check.equal(hash.sha256 "abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad")
        check.equal(hash.sha1 "abc", "a9993e364706816aba3e25717850c26c9cd0d89d")
        check.equal(hash.md5 "", "d41d8cd98f00b204e9800998ecf8427e")
        check.equal(#hash.sha384 "", 96)
        check.equal(#hash.sha512 "", 128)
        check.equal(hash.hmac_sha1("key", "The quick brown fox jumps over the lazy dog"), "de7c9b85b8b78aa6bc8a7a36f70a90701c9db4d9")
        check.fails(function() hash.sha256() end, "hash.sha256")
    end,
    ["inside gsub and sort"] = function()
        check.equal((("a b"):gsub("%w", function(c) return hash.md5(c):sub(1, 2) end)), "0c 92")
    end,
    ["url"] = function()
        check.equal(url.encode "a b+c/ü", "a%20b%2Bc%2F%C3%BC")
        check.equal(url.decode "a%20b%2Bc", "a b+c")
        check.fails(function() url.decode "%zz" end, "byte 1")
        check.equal(url.query { b = { 1, 2 }, a = "x y" }, "a=x%20y&b=1&b=2")
        local parts = url.parse "https://h.example:8443/p/q?a=1&b=x%20y#f"
        check.equal(parts, { scheme = "https", host = "h.example", port = 8443, path = "/p/q", query = { a = "1", b = "x y" }, fragment = "f" })
    end,
    ["time"] = function()
        check.equal(time.iso(1772357400), "2026-03-01T09:30:00Z")
        check.equal(time.parse "2026-03-01T10:30:00+01:00", 1772357400)
        check.equal(time.parse "2026-03-01T09:30:00.5Z", 1772357400.5)
        check.equal(time.parse "1970-01-01", 0)
        check.equal(time.parse "2000-02-29", 951782400)
        for _, text in ipairs { "", "tomorrow", "2026-13-01", "2026-03-01T10:30", "2026-03-01T10:30:00" } do
            check.equal(time.parse(text), nil)
        end
        check.equal(math.abs(time.now() - os.time()) <= 1, true)
    end,
    ["environment and arguments"] = function()
        check.equal(env.SHOWN, "yes")
        check.equal(env.PATH, nil)
        check.equal(arg[1], "one")
        check.fails(function() env.X = 1 end)
    end,
}

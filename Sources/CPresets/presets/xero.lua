-- The organisation that requests are for: the first of those the person has connected.
return {
    after_login = function(conn)
        local organisations = conn:get("https://api.xero.com/connections"):expect():json()
        local first = organisations[1] or error("no organisation was connected at the sign-in", 0)
        return { tenant = first.tenantId }
    end,
}

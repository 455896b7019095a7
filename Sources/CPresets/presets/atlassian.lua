-- The site that requests are for: the first of those the person may use.
return {
    after_login = function(conn)
        local sites = conn:get("https://api.atlassian.com/oauth/token/accessible-resources"):expect():json()
        local first = sites[1] or error("the sign-in brought access to no site", 0)
        return { cloud_id = first.id }
    end,
}

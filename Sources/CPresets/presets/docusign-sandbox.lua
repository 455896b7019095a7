-- The account that requests are for, and where it is: the person's default one.
return {
    after_login = function(conn)
        for _, account in ipairs(conn:get("https://account-d.docusign.com/oauth/userinfo"):expect():json().accounts) do
            if account.is_default then return { account_id = account.account_id, base_uri = account.base_uri } end
        end
        error("the person has no account", 0)
    end,
}

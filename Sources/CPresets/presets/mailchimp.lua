-- The data centre that has the account.
return {
    after_login = function(conn)
        return { dc = conn:get("https://login.mailchimp.com/oauth2/metadata"):expect():json().dc }
    end,
}

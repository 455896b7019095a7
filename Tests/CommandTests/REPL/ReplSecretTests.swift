import Testing

@testable import oauthlua

/// Which chunks are not written to the history.
@Suite struct ReplSecretTests {
    @Test(arguments: [
        "client_secret = 'abc'", "c = oauth.connection { client_secret = \"abc\" }", "t['password'] = 'abc'",
        "t = { [\"api_key\"] = 'abc1' }", "local access_token <const> = 'abc'", "x.y.refresh_token = 'abc'",
        "user, password = 'a', 'b'", "c = { name = 'x', client_secret =\n  'abc',\n}", "pin = 1234",
        "client_secret = ('a' .. 'b')", "client_secret = [[abc]]", "client_secret = f { 'abc' }",
        "c:get('/x', { headers = { Authorization = 'Bearer abc' } })", "set_password('abc')", "set_password 'abc'",
        "f('Bearer abcdefgh')", "f('eyJhbGciOiJIUzI1NiJ9.e30.x')", "http.get('https://api.example/?access_token=abc')",
        "c:get('/things?api_key=abc')", "headers = { ['X-Custom'] = 'aGVsbG8gd29ybGQgMTIz' }", "client_secret = 'abc",
        "secret.join(token .. 'x')  password = 'x'",
    ])
    func hasASecret(source: String) { #expect(SecretLiterals.areIn(source)) }

    @Test(arguments: [
        "x = 1", "x = 'text'", "client_secret = secret 'GOOGLE_SECRET'", "client_secret = secret('GOOGLE_SECRET')",
        "c = oauth.connection { name = 'x', client_id = 'id', client_secret = secret \"S\", scope = 'a b' }",
        "c = oauth.connection { token_url = 'https://id.example/token', client_auth = 'post', grant = 'password' }",
        "token = c:status()", "print(access_token)", "if token == 'abc' then end", "r = resource 'x' { key = 'id' }",
        "c:get('/calendars/primary/events?maxResults=3')", "password = nil", "x = { start = '2026-03-01T09:30:00Z' }",
        "events = resource 'events' { url = '/x', pages = { cursor = 'nextPageToken', param = 'pageToken' } }",
        "http.get('https://api.example/things/1')", "x = c:get '/calendar/v3/users/me/calendarList'",
        "x = f('Some-Long_Identifier42')",
        "for token in ('a b'):gmatch '%a+' do print(token) end",
    ])
    func hasNone(source: String) { #expect(!SecretLiterals.areIn(source)) }
}

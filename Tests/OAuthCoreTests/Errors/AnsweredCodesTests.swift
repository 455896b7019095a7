import OAuthCore
import Testing

/// The shapes in which APIs report failures.
@Suite struct AnsweredCodesTests {
    @Test(
        arguments: [
            (
                """
                {"error":{"code":403,"message":"Calendar API has not been used in project 1 before","errors":[
                  {"message":"…","domain":"usageLimits","reason":"accessNotConfigured"}],"status":"PERMISSION_DENIED"}}
                """, "www.googleapis.com", "accessNotConfigured"
            ),
            (
                #"{"error":{"message":"Session has expired","type":"OAuthException","code":190,"error_subcode":463}}"#,
                "graph.facebook.com", "190"
            ),
            (
                #"[{"message":"Session expired","errorCode":"INVALID_SESSION_ID"}]"#, "a.salesforce.com",
                "INVALID_SESSION_ID"
            ),
            (#"{"errors":[{"code":89,"message":"Invalid or expired token."}]}"#, "api.x.com", "89"),
            (#"{"code":124,"message":"Invalid access token."}"#, "api.zoom.us", "124"),
            (
                #"{"fault":{"error":[{"message":"m","detail":"Token expired: 1","code":"3200"}],"type":"AUTHENTICATION"}}"#,
                "quickbooks.api.intuit.com", "3200"
            ),
            (
                #"{"error_summary":"missing_scope/","error":{".tag":"missing_scope"}}"#, "api.dropboxapi.com",
                "missing_scope"
            ),
            (#"{"status":"error","category":"MISSING_SCOPES","message":"m"}"#, "api.hubapi.com", "MISSING_SCOPES"),
            (
                #"{"Title":"Forbidden","Status":403,"Detail":"AuthenticationUnsuccessful"}"#, "api.xero.com",
                "AuthenticationUnsuccessful"
            ),
            (
                #"{"error":{"code":"InvalidAuthenticationToken","message":"m"}}"#, "graph.microsoft.com",
                "InvalidAuthenticationToken"
            ),
            (#"{"error":"insufficient_scope"}"#, "api.example", "insufficient_scope"),
        ])
    func finds(body: String, host: String, code: String) throws {
        let found = try #require(AnsweredCodes.explained(in: Array(body.utf8), from: host))
        #expect(found == code)
        #expect(ErrorExplanation.of(code: found, from: host) != nil)
    }

    @Test(arguments: [
        // A number of somebody else, a standard's code for sign-ins, prose, no JSON, data.
        (#"{"code":190}"#, "api.example"), (#"{"error":"access_denied"}"#, "api.example"),
        (#"{"message":"the missing_scope of things"}"#, "slack.com"), ("missing_scope", "slack.com"),
        (#"{"id":190,"data":"190"}"#, "graph.facebook.com"),
    ])
    func findsNothing(body: String, host: String) {
        #expect(AnsweredCodes.explained(in: Array(body.utf8), from: host) == nil)
    }

    @Test func whatIsDeepOrLongIsLeftAlone() {
        let deep = String(repeating: "{\"error\":", count: 50) + "190" + String(repeating: "}", count: 50)
        #expect(AnsweredCodes.explained(in: Array(deep.utf8), from: "facebook.com") == nil)
        let long = "{\"code\":190,\"x\":\"" + String(repeating: "a", count: 70_000) + "\"}"
        #expect(AnsweredCodes.explained(in: Array(long.utf8), from: "facebook.com") == nil)
    }
}

import Foundation
import HTTPTypes
import OAuthCore
import Testing

@testable import OAuthClient
@testable import OAuthLua

/// What `expect()` says of an API's refusal.
@Suite struct ResponseErrorsTests {
    private func refused(_ body: String, status: Int = 403, by url: String) throws -> OAuthError {
        ResponseErrors.refused(
            APIResponse(
                status: status, reason: "Forbidden", httpVersion: "HTTP/1.1", url: try #require(URL(string: url)),
                headers: [:], body: Array(body.utf8), wasReplayed: false, redirects: 0))
    }

    /// The code stands far behind what a message shows of the body.
    @Test func theProvidersCodeIsExplained() throws {
        let padding = String(repeating: "long sentence ", count: 40)
        let error = try refused(
            "{\"error\":{\"code\":403,\"message\":\"\(padding)\",\"errors\":[{\"reason\":\"accessNotConfigured\"}]}}",
            by: "https://www.googleapis.com/calendar/v3/users/me/calendarList?x=1")
        #expect(error.oauthError == "accessNotConfigured" && error.explanation?.provider == .google, "\(error)")
        #expect(OAuthError(fields: error.fields)?.explanation == error.explanation, "a script lets it through")
    }

    @Test func anotherAPIsCodesAreItsOwn() throws {
        let error = try refused(#"{"code":190,"reason":"accessNotConfigured"}"#, by: "https://api.example/x")
        #expect(error.oauthError == nil && error.explanation == nil)
        #expect(try refused("no json", by: "https://www.googleapis.com/").oauthError == nil)
    }
}

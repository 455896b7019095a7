import OAuthCore
import Testing

@testable import Output

@Suite struct ExitStatusTests {
    @Test(
        arguments: [
            (.authorizationRequired, nil, 77), (.permission, nil, 77), (.permission, 403, 77), (.oauth, nil, 77),
            (.oauth, 400, 77), (.oauth, 401, 77),
            (.oauth, 503, 75), (.http, 400, 69), (.http, 404, 69), (.http, 401, 69), (.http, nil, 69), (.http, 408, 75),
            (.http, 429, 75),
            (.http, 500, 75), (.http, 503, 75), (.http, 599, 75), (.network, nil, 69), (.timeout, nil, 75),
            (.rateLimited, 429, 75), (.rateLimited, nil, 75),
            (.decode, nil, 65), (.decode, 200, 65), (.config, nil, 78), (.store, nil, 74),
        ] as [(OAuthError.Kind, Int?, Int32)])
    func ofErrors(kind: OAuthError.Kind, status: Int?, code: Int32) {
        #expect(ExitStatus(OAuthError(kind, "failed", status: status)).rawValue == code)
        #expect(ExitStatus(kind: kind.rawValue, status: status).rawValue == code)
    }

    @Test(arguments: [nil, "", "mine", "HTTP"])
    func ofForeignErrors(kind: String?) {
        #expect(ExitStatus(kind: kind, status: 503) == .failure)
    }

    @Test func theContractIsWhole() {
        #expect(ExitStatus.allCases.map(\.rawValue) == [0, 1, 64, 65, 66, 69, 70, 74, 75, 77, 78, 124, 130])
    }
}

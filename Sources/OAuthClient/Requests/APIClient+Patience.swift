import OAuthCore

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

extension APIClient {
    /// Sends a request as often as its policy wants.
    func persist(_ request: APIRequest, _ connection: Connection?) async throws -> APIResponse {
        var patience = Patience(request, connection, waiting)
        var download: Download?
        while true {
            if let response = try await response(to: request, connection, &patience, &download) { return response }
        }
    }

    /// nil where it is time for another attempt.
    private func response(
        to request: APIRequest, _ connection: Connection?, _ patience: inout Patience, _ download: inout Download?
    ) async throws -> APIResponse? {
        let start = waiting.pacing.uptime() - patience.waitedAtGates
        do {
            let attempt = try await attempt(request, connection, &patience, &download)
            let decision = patience.decision(attempt)
            if decision == .stop { return try await finish(attempt, of: request, to: download) }
            await attempt.response.body.drain()
            try await patience.follow(decision, attempt)
        } catch let failure as TokenFailure {
            throw failure.error
        } catch let error as OAuthError {
            let time = waiting.pacing.uptime() - patience.waitedAtGates - start
            guard download?.canGoOn ?? true, case .retry(let delay) = patience.decision(error, after: time) else {
                throw error
            }
            let host = error.url.flatMap { URL(string: $0) }.flatMap(Origin.init)?.authority ?? ""
            try await patience.wait(delay, host: host, because: error.message)
        }
        return nil
    }
}

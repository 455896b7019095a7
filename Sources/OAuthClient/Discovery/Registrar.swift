import OAuthCore

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// Registers clients (RFC 7591), once for all tasks and processes, and keeps what providers gave them.
actor Registrar {
    private let transport: any HTTPTransport
    private let documents: @Sendable () throws -> any DocumentStore
    private let now: @Sendable () -> Date
    private let flights = SingleFlight<DocumentKey, ClientRegistration>()
    private var registrations: [DocumentKey: ClientRegistration] = [:]

    init(
        transport: any HTTPTransport, documents: @escaping @Sendable () throws -> any DocumentStore,
        now: @escaping @Sendable () -> Date
    ) {
        self.transport = transport
        self.documents = documents
        self.now = now
    }

    /// The registration that is there already and fits the definition; nil for none.
    func known(_ connection: Connection) async throws -> ClientRegistration? {
        let key = connection.registrationKey
        let fingerprint = try await RegistrationRequest.fingerprint(of: connection)
        func fits(_ registration: ClientRegistration?) -> Bool {
            registration.map { $0.fingerprint == fingerprint && $0.isUsable(at: now()) } ?? false
        }
        if let registration = registrations[key], fits(registration) { return registration }
        let stored = try await documents().document(key, now: now()).flatMap(ClientRegistration.init)
        guard let stored, fits(stored) else { return nil }
        registrations[key] = stored
        return stored
    }

    /// The registration, made where there is none that fits. It is durable when this returns.
    func registration(of connection: Connection) async throws -> ClientRegistration {
        let key = connection.registrationKey
        let registration = try await flights.run(key) {
            try await self.documents().withLock(on: key) {
                // Another process may have been quicker.
                if let known = try await self.known(connection) { return known }
                let made = try await self.make(connection, key: key)
                try await self.documents().save(made.stored, as: key, expiresAt: nil)
                return made
            }
        }
        registrations[key] = registration
        return registration
    }

    private func make(_ connection: Connection, key: DocumentKey) async throws -> ClientRegistration {
        let old = try await documents().document(key, now: now()).flatMap(ClientRegistration.init)
        if let old, old.isUsable(at: now()), let update = try await RegistrationRequest.update(old, for: connection) {
            do {
                let answer = try await send(update, for: connection)
                return try ClientRegistration.read(
                    status: answer.status, body: answer.body, to: update, for: connection, previous: old)
            } catch let error as OAuthError where !error.isTransient {
                // A provider that does not change clients registers another one.
            }
        }
        let request = try await RegistrationRequest.register(connection)
        let answer = try await send(request, for: connection)
        return try ClientRegistration.read(
            status: answer.status, body: answer.body, to: request, for: connection)
    }

    /// The provider does not know this client any more.
    func discard(_ connection: Connection) async {
        let key = connection.registrationKey
        registrations[key] = nil
        // What another process has registered meanwhile stays.
        let stored = try? await documents().document(key, now: now()).flatMap(ClientRegistration.init)
        guard let stored, stored.clientID == connection.client.id else { return }
        try? await documents().removeDocument(key)
    }

    /// Ends the registration at the provider, where it offers that, and forgets it in any case.
    /// - Returns: why the provider could not be told.
    func forget(_ connection: Connection) async throws -> OAuthError? {
        let key = connection.registrationKey
        registrations[key] = nil
        return try await documents().withLock(on: key) {
            let stored = try await self.documents().document(key, now: self.now()).flatMap(ClientRegistration.init)
            guard let stored else { return nil }
            let failure = await self.end(stored, for: connection)
            try await self.documents().removeDocument(key)
            return failure
        }
    }

    private func end(_ registration: ClientRegistration, for connection: Connection) async -> OAuthError? {
        guard let request = RegistrationRequest.delete(registration) else {
            return .registrationStays(registration.clientID, status: nil, connection: connection.name)
        }
        do {
            let answer = try await send(request, for: connection)
            // RFC 7592 §2.3: 204; a client that is gone already is answered 401 or 404.
            let isGone = (200..<300).contains(answer.status) || [401, 404, 410].contains(answer.status)
            return isGone
                ? nil : .registrationStays(registration.clientID, status: answer.status, connection: connection.name)
        } catch {
            return error as? OAuthError
                ?? .registrationStays(registration.clientID, status: nil, connection: connection.name)
        }
    }

    private func send(
        _ request: RegistrationRequest, for connection: Connection
    ) async throws -> (status: Int, body: [UInt8]) {
        do {
            let body = request.body
            let response = try await transport.send(
                TransportRequest(
                    method: request.method, url: request.url, headers: request.headers,
                    body: body.reveal().isEmpty ? .none : .secret(body), timeouts: TokenEndpoint.timeouts,
                    isConfidential: true))
            return (response.status, try await response.body.collect(limit: TokenResponse.bodyLimit))
        } catch var error as OAuthError {
            error.connection = error.connection ?? connection.name
            throw error
        }
    }
}

extension OAuthError {
    fileprivate static func registrationStays(_ id: String, status: Int?, connection: String) -> OAuthError {
        let reason = status.map { "it answered \($0)" } ?? "it offers no way to"
        return OAuthError(
            .http, "the provider did not end the registration of '\(connection)': \(reason)",
            advice: "Remove the client \(VisibleText.of(id, limit: 100)) in your account there", status: status,
            connection: connection)
    }
}

import Crypto

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// The browsers that are here: who is signed in, and which authorization requests wait for an answer.
///
/// Every form carries a token that only the browser with the session's cookie was given, so that no other page can press
/// Allow (RFC 6749 §10.12).
struct Sessions: Sendable {
    /// A request that waits for a person, as one browser sees it.
    struct Question: Sendable, Equatable {
        var sessionID: String
        var interactionID: String
        var formToken: String
        var needsLogin: Bool
        var request: SignInRequest
    }

    private struct Session: Sendable {
        var formToken = RandomToken.make("")
        var isSignedIn = false
        var touchedAt: Date
    }

    private struct Interaction: Sendable {
        var sessionID: String
        var request: SignInRequest
        var startedAt: Date
        var needsLogin: Bool
    }

    private var sessions: [String: Session] = [:]
    private var interactions: [String: Interaction] = [:]

    func isSignedIn(_ sessionID: String?) -> Bool { sessionID.flatMap { sessions[$0] }?.isSignedIn ?? false }

    /// Starts asking. A browser without a session of ours gets one.
    mutating func begin(_ request: SignInRequest, sessionID: String?, now: Date) -> Question {
        forgetOld(now: now)
        var id = sessionID ?? ""
        if sessions[id] == nil { id = RandomToken.make("") }
        sessions[id, default: Session(touchedAt: now)].touchedAt = now
        let interaction = RandomToken.make("")
        interactions[interaction] = Interaction(
            sessionID: id, request: request, startedAt: now,
            needsLogin: !isSignedIn(id) || request.prompts.contains("login"))
        return question(interaction, sessionID: id)!
    }

    /// The question as it stands; nil where it is not this browser's.
    func question(_ interactionID: String?, sessionID: String?) -> Question? {
        guard let interactionID, let sessionID, let interaction = interactions[interactionID],
            interaction.sessionID == sessionID, let session = sessions[sessionID]
        else { return nil }
        return Question(
            sessionID: sessionID, interactionID: interactionID, formToken: session.formToken,
            needsLogin: interaction.needsLogin, request: interaction.request)
    }

    /// The question a form answers; nil where the form is not one that we gave to this browser.
    func question(answeredBy form: Form, sessionID: String?) -> Question? {
        guard let question = question(form["interaction"], sessionID: sessionID),
            SHA256.same(form["form_token"] ?? "", question.formToken)
        else { return nil }
        return question
    }

    /// The person proved who they are. The session's name changes, so that one planted before means nothing.
    mutating func signIn(_ question: Question, now: Date) -> Question {
        let id = RandomToken.make("")
        sessions[question.sessionID] = nil
        sessions[id] = Session(isSignedIn: true, touchedAt: now)
        for (key, interaction) in interactions where interaction.sessionID == question.sessionID {
            interactions[key]?.sessionID = id
            if key == question.interactionID || !interaction.request.prompts.contains("login") {
                interactions[key]?.needsLogin = false
            }
        }
        return self.question(question.interactionID, sessionID: id)!
    }

    /// The person answered: the same form is worth nothing a second time.
    mutating func end(_ question: Question) { interactions[question.interactionID] = nil }

    /// The person signed out.
    mutating func forget(_ sessionID: String) { sessions[sessionID] = nil }

    private mutating func forgetOld(now: Date) {
        interactions = interactions.filter { now.timeIntervalSince($0.value.startedAt) < 1800 }
        sessions = sessions.filter { now.timeIntervalSince($0.value.touchedAt) < 86_400 }
    }
}

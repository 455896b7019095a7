@testable import OAuthCore

/// JSON: what is read is written and read again as the same.
let jsonTarget: FuzzTarget = { input in
    guard let value = JSONValue(input) else { return }
    let text = value.encoded()
    guard let again = JSONValue(text.utf8) else { preconditionFailure("what was written cannot be read") }
    precondition(again.encoded() == text, "what was written is read as something else")
}

import LuaHost
import OAuthClient
import OAuthCore

extension MultipartForm {
    /// As Modules/multipart.lua writes it: every part has a name, and a value or a file.
    init(spec parts: [LuaValue]) throws(OAuthError) {
        var made: [FormPart] = []
        for part in parts {
            guard let name = part["name"]?.validText else {
                throw OAuthError(.config, "the name of a part of 'multipart' is not valid UTF-8")
            }
            let (filename, type) = (part["filename"]?.text, part["content_type"]?.text)
            if let type, !FormPart.isValidContentType(type) {
                throw OAuthError(
                    .config, "the content_type of the part '\(name)' holds a character that is not allowed")
            }
            if let path = part["file"]?.text {
                made.append(FormPart(name: name, file: path, filename: filename, contentType: type))
            } else {
                made.append(
                    FormPart(
                        name: name, content: .bytes(part["value"]?.bytes ?? []), filename: filename, contentType: type))
            }
        }
        self.init(made)
    }
}

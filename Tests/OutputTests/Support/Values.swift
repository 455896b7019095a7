import LuaHost
import OAuthCore

@testable import Output

/// Short spellings for the tests' values.
func text(_ string: String) -> LuaValue { .string(Array(string.utf8)) }
func row(_ fields: KeyValuePairs<String, LuaValue>) -> LuaValue {
    .table(Dictionary(uniqueKeysWithValues: fields.map { ($0.key, $0.value) }))
}

/// What a renderer wrote, and the notes it gave.
func rendered(_ renderer: Renderer, _ value: LuaValue) throws -> (text: String, notes: [String]) {
    let collector = Collector()
    let notes = try renderer.render(value) { collector.bytes += $0 }
    return (String(decoding: collector.bytes, as: UTF8.self), notes)
}

func rendered(_ format: OutputFormat, _ value: LuaValue) throws -> String {
    try rendered(Renderer(format: format), value).text
}

final class Collector {
    var bytes: [UInt8] = []
}

/// A secret that cannot be printed by accident.
///
/// Every description, mirror and interpolation of the wrapper says `<redacted>`; the value is reached only through
/// ``reveal()``, so each place that lets a secret out can be found by that one word.
public struct Redacted<Value: Sendable>: Sendable {
    private let value: Value

    public init(_ value: Value) { self.value = value }

    /// The secret itself. Call it where the bytes leave for their destination, and nowhere earlier.
    public func reveal() -> Value { value }

    public func map<Other>(_ transform: (Value) throws -> Other) rethrows -> Redacted<Other> {
        Redacted<Other>(try transform(value))
    }
}

extension Redacted: Equatable where Value: Equatable {}
extension Redacted: Hashable where Value: Hashable {}

extension Redacted: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    public var description: String { "<redacted>" }
    public var debugDescription: String { "<redacted>" }
    public var customMirror: Mirror { Mirror(self, children: []) }
}

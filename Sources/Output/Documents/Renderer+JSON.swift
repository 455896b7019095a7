import LuaHost

extension Renderer {
    /// A list has one element a line inside the brackets: valid JSON, countable, and fit for `grep` and `diff`.
    func writeDocument(_ value: LuaValue, to writer: inout ByteWriter) throws {
        if case .list(let elements) = value, !elements.isEmpty {
            for (index, element) in elements.enumerated() {
                writer.write(index == 0 ? "[\n" : ",\n")
                try JSONText().append(element, to: &writer)
                try writer.spill()
            }
            writer.write("\n]\n")
        } else {
            try JSONText().append(value, to: &writer)
            writer.write("\n")
        }
    }

    /// The elements of a list, else the one value, one a line.
    func writeLines(_ value: LuaValue, to writer: inout ByteWriter) throws {
        let elements = if case .list(let elements) = value { elements } else { [value] }
        for element in elements {
            try JSONText().append(element, to: &writer)
            writer.write("\n")
            try writer.spill()
        }
    }
}

import OAuthCore

extension Diagnostic {
    /// For people:
    ///
    ///     error: GET https://… was answered with 404 Not Found
    ///       at fetch.lua:12 (in function 'events')
    ///     cause: what is known of the provider's error code
    ///     hint: check the URL
    ///
    /// - Parameter width: the terminal's columns, at which long lines are wrapped; nil does not wrap.
    /// - Returns: whole lines, the last one ended.
    public func text(width: Int? = nil, isStyled: Bool = false) -> String {
        var result = labelled(level.rawValue, message, style: style, width: width, isStyled: isStyled)
        for frame in frames {
            result += TextStyle.dim.applied(to: "  at \(frame.text)", isOn: isStyled) + "\n"
        }
        if let cause {
            result += labelled("cause", cause, style: .bold, width: width, isStyled: isStyled)
        }
        if let hint {
            result += labelled("hint", hint, style: .helpful, width: width, isStyled: isStyled)
        }
        return result
    }

    private var style: TextStyle {
        switch level {
        case .error: .alarming
        case .warning: .warning
        case .note: .bold
        }
    }

    private func labelled(_ label: String, _ text: String, style: TextStyle, width: Int?, isStyled: Bool) -> String {
        var visible = VisibleText.escape(text, keepingLines: true)
        while visible.last?.isNewline == true { visible.removeLast() }
        let wrapped = TextWrap.wrap(visible, width: width, used: label.count + 2, indent: 2)
        return "\(style.applied(to: "\(label):", isOn: isStyled)) \(wrapped)\n"
    }
}

extension Diagnostic.Frame {
    /// `fetch.lua:12 (in function 'events')`
    var text: String {
        let place = line.map { "\(script):\($0)" } ?? script
        return VisibleText.escape(context.map { "\(place) (\($0))" } ?? place)
    }
}

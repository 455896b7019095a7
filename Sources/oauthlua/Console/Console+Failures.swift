import ArgumentParser
import LuaHost
import OAuthCore
import OAuthLua
import Output
import RowStore

#if canImport(Glibc)
    import Glibc
#endif

extension Console {
    /// Says what failed, where, why and what to do next, and with which status the program ends.
    func report(_ error: any Error) -> Int32 {
        switch error {
        case let error as ScriptError: return report(error)
        case let error as OAuthError:
            say(Diagnostic(error))
            return ExitStatus(error).rawValue
        case let error as NoInput:
            say(
                Diagnostic(
                    .error, "cannot read \(error.path): \(String(cString: strerror(error.code)))", kind: "no_input",
                    hint: error.isWithoutExtension ? "Scripts are named like fetch_calendar.lua" : nil))
            return ExitStatus.noInput.rawValue
        case let error as OutputFailure:
            say(
                Diagnostic(
                    .error, "cannot write \(error.path): \(String(cString: strerror(error.code)))", kind: "output",
                    hint: error.isFull ? "Free some space on its disk; what was there before is unchanged" : nil))
            return ExitStatus.ioError.rawValue
        case let error as RowStoreFailure:
            say(Diagnostic(.error, error.message, kind: "output", hint: error.advice))
            return ExitStatus.ioError.rawValue
        case let error as WriteFailure:
            if error.isBrokenPipe { return ExitStatus.success.rawValue }
            say(Diagnostic(.error, error.description, kind: "output"))
            return ExitStatus.ioError.rawValue
        case is TimeLimit.Reached:
            say(Diagnostic(.error, "the time limit was reached", kind: "time_limit", hint: Self.moreTime))
            return ExitStatus.timeLimit.rawValue
        case is CancellationError: return ExitStatus.interrupted.rawValue
        default:
            say(
                Diagnostic(
                    .error, "this should not have happened: \(String(reflecting: type(of: error))): \(error)",
                    kind: "internal", hint: "This is a bug in oauthlua: please report it with what you did"))
            return ExitStatus.software.rawValue
        }
    }

    private static let moreTime = "Give it more with --max-time SECONDS"

    private func report(_ error: ScriptError) -> Int32 {
        if case .exit(let code) = error.reason { return code }
        let frames = frames(of: error)
        if let known = OAuthError(fields: error.fields) {
            say(Diagnostic(known, frames: frames))
            return ExitStatus(known).rawValue
        }
        let hint: String? =
            switch error.reason {
            case .memory:
                "Give it more with --max-memory MB, or keep fewer values at a time: resource(…):each() holds one page"
            case .timeLimit: Self.moreTime
            default: nil
            }
        say(Diagnostic(.error, error.message, kind: error.kind ?? "script", frames: frames, hint: hint))
        switch error.reason {
        case .timeLimit: return ExitStatus.timeLimit.rawValue
        case .interrupted: return ExitStatus.interrupted.rawValue
        default: return ExitStatus.failure.rawValue
        }
    }

    /// A syntax error has no traceback, only a place.
    private func frames(of error: ScriptError) -> [Diagnostic.Frame] {
        if error.traceback.isEmpty, let location = error.location {
            return [Diagnostic.Frame(script: location.file, line: location.line)]
        }
        return error.traceback.map { frame in
            let context = frame.function.map(context)
            return Diagnostic.Frame(script: frame.location.file, line: frame.location.line, context: context)
        }
    }

    private func context(_ function: String) -> String {
        switch function {
        case "main chunk": "in the main chunk"
        case "end of script": "at its end, for what it returned"
        default: "in '\(function)'"
        }
    }
}

import OAuthCore

/// What the program ends with: sysexits.h, and the shell's own numbers.
public enum ExitStatus: Int32, Sendable, CaseIterable {
    case success = 0
    /// The script raised an error that is none of those below, or has a syntax error.
    case failure = 1
    /// EX_USAGE
    case usage = 64
    /// EX_DATAERR: a response could not be decoded.
    case dataError = 65
    /// EX_NOINPUT: the script or another input file does not exist.
    case noInput = 66
    /// EX_UNAVAILABLE: host unreachable, TLS failure, or an HTTP error that retrying will not fix.
    case unavailable = 69
    /// EX_SOFTWARE: a bug in oauthlua.
    case software = 70
    /// EX_IOERR: the token store could not be read or written.
    case ioError = 74
    /// EX_TEMPFAIL: timeout, 5xx, or rate limit after all retries.
    case temporaryFailure = 75
    /// EX_NOPERM: authorization needed, or a permission refused.
    case noPermission = 77
    /// EX_CONFIG: a definition is wrong.
    case configuration = 78
    /// `--max-time` ran out, as `timeout(1)` says it.
    case timeLimit = 124
    /// 128 + SIGINT.
    case interrupted = 130
}

extension ExitStatus {
    public init(_ error: OAuthError) {
        self =
            switch error.kind {
            case .authorizationRequired, .permission: .noPermission
            // A provider that is down says nothing about our permission.
            case .oauth: error.isTransient ? .temporaryFailure : .noPermission
            case .http: error.isTransient ? .temporaryFailure : .unavailable
            case .network: .unavailable
            case .timeout, .rateLimited: .temporaryFailure
            case .decode: .dataError
            case .config: .configuration
            case .store: .ioError
            }
    }

    /// For an error object of a script: `err.kind` and `err.status`. A kind that is not ours, or none, is a failure.
    public init(kind: String?, status: Int? = nil) {
        guard let known = kind.flatMap(OAuthError.Kind.init(rawValue:)) else {
            self = .failure
            return
        }
        self.init(OAuthError(known, "", status: status))
    }
}

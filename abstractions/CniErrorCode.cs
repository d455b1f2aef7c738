namespace CniChain;

/// <summary>The error codes a CNI plugin answers with (CNI specification 1.1.0, section 5, "Error").</summary>
/// <remarks>Codes from 100 up are a plugin's own; cast an <see cref="int"/> for one.</remarks>
public enum CniErrorCode
{
    /// <summary>The configuration's version is not supported; <c>details</c> names both sides.</summary>
    IncompatibleVersion = 1,

    /// <summary>A field of the configuration is not supported; the message holds its key and its value.</summary>
    UnsupportedField = 2,

    /// <summary>The container is unknown or gone; the runtime need not clean up (no DEL).</summary>
    UnknownContainer = 3,

    /// <summary>A necessary environment variable is missing or invalid; the message names it.</summary>
    InvalidEnvironment = 4,

    /// <summary>Reading or writing failed (stdin, a file, a socket).</summary>
    IoFailure = 5,

    /// <summary>Content could not be decoded (JSON that is not, a version that does not parse).</summary>
    DecodingFailure = 6,

    /// <summary>The network configuration is invalid: a person has to change it.</summary>
    InvalidNetworkConfig = 7,

    /// <summary>The network namespace is not usable (libcni's own code): missing, not one, or the host's own.</summary>
    InvalidNetns = 8,

    /// <summary>A transient condition: the same request may succeed later (a pool that is exhausted, a port that is held).</summary>
    TryAgainLater = 11,

    /// <summary>STATUS: the plugin is not available and cannot serve ADD.</summary>
    PluginNotAvailable = 50,

    /// <summary>STATUS: as 50, and existing containers may have limited connectivity.</summary>
    PluginNotAvailableDegraded = 51,

    /// <summary>
    /// CHECK: what ADD made is missing or was changed; <c>cnichain repair</c> puts back what can be. This project's own, since the
    /// specification leaves the codes from 100 up to plugins.
    /// </summary>
    AttachmentChanged = 100,

    /// <summary>
    /// The assembly that serves a plugin type is there and cannot be used: damaged, built for another contract or framework, or without
    /// something it needs; the message names the file and what to do. This project's own, as 100 is.
    /// </summary>
    PluginUnusable = 101,

    /// <summary>A failure inside the plugin or host whose cause has no code of its own (libcni's own code).</summary>
    Internal = 999,
}

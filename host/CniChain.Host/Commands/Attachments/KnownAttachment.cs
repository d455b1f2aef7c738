namespace CniChain.Host.Commands;

/// <summary>An attachment somebody has noted.</summary>
/// <param name="Attachment">Its network, container and interface.</param>
/// <param name="NetnsPath">Where its namespace was; may be empty.</param>
/// <param name="IsLive">The namespace is still there, so it must be left alone.</param>
/// <param name="NotedBy">"journal", or "runtime" for libcni's cache.</param>
internal sealed record KnownAttachment(Attachment Attachment, string NetnsPath, bool IsLive, string NotedBy);

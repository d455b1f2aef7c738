namespace CniChain.Plugins.Dhcp.V4.Options;

/// <summary>A client's full name and who enters it into the DNS (RFC 4702).</summary>
/// <param name="Name">The name; ends in a dot when it is whole.</param>
/// <param name="ServerUpdates">Whether the server enters the name's address (the S bit).</param>
internal readonly record struct ClientFqdn(string Name, bool ServerUpdates);

using System.Net;

namespace CniChain.Plugins.Dhcp.V6.Options;

/// <summary>An address of an IA_NA.</summary>
/// <param name="Address">The address.</param>
/// <param name="Preferred">How long it may be used for what is new, in seconds; all ones means for ever.</param>
/// <param name="Valid">How long it is lent; 0 takes it back.</param>
/// <param name="Options">A status, mostly nothing.</param>
internal sealed record IaAddress(IPAddress Address, uint Preferred, uint Valid, DhcpOptions Options);

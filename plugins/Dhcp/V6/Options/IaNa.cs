namespace CniChain.Plugins.Dhcp.V6.Options;

/// <summary>An identity association for addresses: what a client's one interface is lent.</summary>
/// <param name="Iaid">Which of the client's.</param>
/// <param name="T1">When its server is to be asked, in seconds; 0 leaves it to the client, all ones means never.</param>
/// <param name="T2">When any server is.</param>
/// <param name="Options">The addresses, and a status.</param>
internal sealed record IaNa(uint Iaid, uint T1, uint T2, DhcpOptions Options);

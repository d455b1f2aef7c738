using CniChain.Plugins.Dhcp.V6.Options;

namespace CniChain.Plugins.Dhcp.V6;

/// <summary>What an ADVERTISE or REPLY comes to for the client's one association.</summary>
/// <param name="Lease">The lease; null when there is none.</param>
/// <param name="Problem">Why not; completes "refused: ". Empty with a lease.</param>
/// <param name="Status">The server's status where that is why; else success.</param>
/// <param name="IsWithdrawn">The server takes the present address back and gives no other.</param>
internal sealed record LeaseAnswer(DhcpLease? Lease, string Problem = "", StatusCode Status = StatusCode.Success, bool IsWithdrawn = false);

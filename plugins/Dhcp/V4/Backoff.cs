namespace CniChain.Plugins.Dhcp.V4;

/// <summary>How long to wait before the next try: doubled each time, and spread so that clients started together part (RFC 2131, 4.1).</summary>
/// <remarks>
/// The RFC begins at 4 s, for Ethernets of its day; here the link is mostly inside the machine, and what is lost is lost to a bridge port that
/// was not forwarding yet.
/// </remarks>
internal sealed class Backoff(Random random)
{
    private static readonly TimeSpan s_first = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan s_longest = TimeSpan.FromSeconds(64);

    private TimeSpan _next = s_first;

    public TimeSpan Next()
    {
        var delay = _next;
        _next = delay * 2 > s_longest ? s_longest : delay * 2;
        return delay * (0.75 + (random.NextDouble() / 2));
    }

    public void Reset() => _next = s_first;
}

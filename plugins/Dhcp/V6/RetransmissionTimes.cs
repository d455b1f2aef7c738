namespace CniChain.Plugins.Dhcp.V6;

/// <summary>How often a message is sent again (RFC 8415, 7.6 and 15).</summary>
/// <param name="First">IRT.</param>
/// <param name="Longest">MRT.</param>
/// <param name="MaxTries">MRC; 0 for no limit.</param>
internal readonly record struct RetransmissionTimes(TimeSpan First, TimeSpan Longest, int MaxTries = 0)
{
    public static RetransmissionTimes Solicit { get; } = new(TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(3600));

    public static RetransmissionTimes Request { get; } = new(TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(30), 10);

    public static RetransmissionTimes Confirm { get; } = new(TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(4));

    public static RetransmissionTimes Decline { get; } = new(TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(8), 4);

    /// <summary>RENEW and REBIND. The RFC's first pause of 10 s would be all there is time for on a short lease, so there it is a quarter of what is left.</summary>
    /// <param name="left">Until T2, or until the end; null for never.</param>
    public static RetransmissionTimes Extend(TimeSpan? left)
    {
        var first = left is { } time ? Math.Clamp(time.TotalSeconds / 4, 1, 10) : 10;
        return new RetransmissionTimes(TimeSpan.FromSeconds(first), TimeSpan.FromSeconds(600));
    }
}

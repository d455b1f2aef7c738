namespace CniChain.Plugins.Dhcp.Keeping;

/// <summary>A timer of the loop; set with <see cref="EventLoop.Set"/>.</summary>
internal sealed class TimerSlot(Action action)
{
    public Action Action => action;

    /// <summary>When it is due; null when it is not set.</summary>
    public TimeSpan? At { get; set; }
}

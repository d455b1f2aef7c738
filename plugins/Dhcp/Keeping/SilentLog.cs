namespace CniChain.Plugins.Dhcp.Keeping;

/// <summary>For a process that keeps nothing.</summary>
internal sealed class SilentLog : ICniLog
{
    public static SilentLog Instance { get; } = new();

    public void Info(string message)
    {
    }

    public void Warn(string message)
    {
    }
}

namespace CniChain.Linux.Netlink;

/// <summary>An open nested attribute: what is written until <see cref="Dispose"/> belongs to it.</summary>
public readonly struct NetlinkNest : IDisposable
{
    private readonly NetlinkWriter _writer;
    private readonly int _start;

    internal NetlinkNest(NetlinkWriter writer, int start)
    {
        _writer = writer;
        _start = start;
    }

    /// <summary>Closes the attribute by writing its length.</summary>
    /// <exception cref="InvalidOperationException">It holds more than 65535 bytes.</exception>
    public void Dispose() => _writer.CloseNest(_start);
}

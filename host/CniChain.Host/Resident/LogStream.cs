namespace CniChain.Host.Resident;

/// <summary>A caller's stderr at the far end of its connection: what is written is sent at once.</summary>
internal sealed class LogStream(Action<ReadOnlyMemory<byte>> send) : WriteOnlyStream
{
    public override void Write(ReadOnlySpan<byte> buffer) => send(buffer.ToArray());
}

using System.Buffers.Binary;
using System.Globalization;
using System.Net.Sockets;
using System.Text;

namespace CniChain.Host;

/// <summary>systemd's journal, by its own protocol (https://systemd.io/JOURNAL_NATIVE_PROTOCOL/): every value is a field to search by.</summary>
/// <remarks>As in <c>journalctl -t cnichain CNI_NETWORK=podnet PRIORITY=3</c> or <c>journalctl TRACE_ID=...</c>.</remarks>
internal sealed class JournaldLog : IOperationLog, IDisposable
{
    private const string DefaultSocket = "/run/systemd/journal/socket";
    private readonly Socket _socket = new(AddressFamily.Unix, SocketType.Dgram, ProtocolType.Unspecified) { Blocking = false };
    private readonly UnixDomainSocketEndPoint _journal;

    private JournaldLog(string path) => _journal = new UnixDomainSocketEndPoint(path);

    /// <summary>Opens it.</summary>
    /// <param name="path">journald's socket.</param>
    /// <exception cref="IOException">No journal runs here.</exception>
    public static JournaldLog Open(string path = DefaultSocket) =>
        File.Exists(path) ? new JournaldLog(path) : throw new IOException($"{path} is not there: no journald runs here");

    public void Write(in OperationOutcome operation)
    {
        var request = operation.Request;
        var pod = PodArgs.Read(request.Args);
        using var fields = new MemoryStream(512);
        Add(fields, "MESSAGE", LogLine.Title(operation));
        Add(fields, "PRIORITY", operation.Failure is null ? "6" : "3");
        Add(fields, "SYSLOG_IDENTIFIER", "cnichain");
        Add(fields, "CNI_VERB", request.Command);
        Add(fields, "CNI_NETWORK", operation.Network);
        Add(fields, "CNI_CONTAINERID", request.ContainerId);
        Add(fields, "CNI_IFNAME", request.IfName);
        Add(fields, "CNI_ADDRESSES", operation.Addresses);
        Add(fields, "CNI_CODE", ((int)(operation.Failure?.Code ?? 0)).ToString(CultureInfo.InvariantCulture));
        Add(fields, "CNI_DURATION_USEC", ((long)operation.Duration.TotalMicroseconds).ToString(CultureInfo.InvariantCulture));
        Add(fields, "K8S_NAMESPACE_NAME", pod.Namespace);
        Add(fields, "K8S_POD_NAME", pod.Name);
        if (operation.Trace != default)
        {
            Add(fields, "TRACE_ID", operation.Trace.TraceId.ToString());
            Add(fields, "SPAN_ID", operation.Trace.SpanId.ToString());
        }

        try
        {
            _socket.SendTo(fields.GetBuffer().AsSpan(0, (int)fields.Length), SocketFlags.None, _journal);
        }
        catch (SocketException)
        {
            // journald restarts, or its queue is full: a line is lost, no container waits for it.
        }
    }

    public void Dispose() => _socket.Dispose();

    /// <summary>NAME=value and a newline; with a newline in the value: NAME, newline, its length, the value.</summary>
    private static void Add(MemoryStream fields, string name, string? value)
    {
        if (string.IsNullOrEmpty(value))
        {
            return;
        }

        fields.Write(Encoding.ASCII.GetBytes(name));
        var bytes = Encoding.UTF8.GetBytes(value);
        if (bytes.AsSpan().Contains((byte)'\n'))
        {
            Span<byte> length = stackalloc byte[sizeof(ulong)];
            BinaryPrimitives.WriteUInt64LittleEndian(length, (ulong)bytes.Length);
            fields.WriteByte((byte)'\n');
            fields.Write(length);
        }
        else
        {
            fields.WriteByte((byte)'=');
        }

        fields.Write(bytes);
        fields.WriteByte((byte)'\n');
    }
}

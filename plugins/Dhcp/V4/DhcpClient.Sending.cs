using System.Net;

namespace CniChain.Plugins.Dhcp.V4;

internal sealed partial class DhcpClient
{
    private void Discover(TimeSpan now, bool first)
    {
        if (first)
        {
            State = LeaseState.Selecting;
            Begin(now);
        }

        WakeAt = now + _backoff.Next();
        Send(_messages.Discover(_wish), IPAddress.Any, now);
    }

    private void SendRequest(TimeSpan now)
    {
        _tries++;
        WakeAt = now + _backoff.Next();
        Send(_messages.RequestOffered(_offer!), IPAddress.Any, now);
    }

    private void SendReboot(TimeSpan now)
    {
        _tries++;
        WakeAt = Min(now + _backoff.Next(), Lease!.Expires ?? TimeSpan.MaxValue);
        Send(_messages.RequestAfterRestart(Lease.Address), IPAddress.Any, now);
    }

    private void SendProbe(TimeSpan now)
    {
        _tries++;
        WakeAt = now + s_probeEvery;
        output.Probe(_offer!.Address);
    }

    private void Begin(TimeSpan now)
    {
        _began = now;
        _tries = 0;
        _backoff.Reset();
        Xid = NewXid();
    }

    private void Send(DhcpMessage message, IPAddress source, TimeSpan now)
    {
        _sent = now;
        Heard.Sent(message.Type.ToString().ToUpperInvariant());
        output.Broadcast(Complete(message, now), source);
    }

    private DhcpMessage Complete(DhcpMessage message, TimeSpan now) =>
        message with { Xid = Xid, Secs = (ushort)Math.Min((now - _began).TotalSeconds, ushort.MaxValue) };

    /// <summary>Whom a REQUEST named may answer it; one that named nobody, anybody.</summary>
    private bool IsAwaited(IPAddress? server) => State switch
    {
        LeaseState.Requesting => _offer!.Server.Equals(server),
        LeaseState.Renewing => Lease!.Server.Equals(server),
        _ => server is not null,
    };

    private uint NewXid() => (uint)random.NextInt64(uint.MaxValue + 1L);

    private static string Name(IPAddress? server) => server?.ToString() ?? "a server that does not name itself";

    private static TimeSpan Min(TimeSpan a, TimeSpan b) => a < b ? a : b;

    private static TimeSpan Max(TimeSpan a, TimeSpan b) => a > b ? a : b;
}

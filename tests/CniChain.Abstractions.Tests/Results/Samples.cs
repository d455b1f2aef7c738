using System.Net;

namespace CniChain.Abstractions.Tests.Results;

/// <summary>Results with something in every field.</summary>
internal static class Samples
{
    public static CniResult Full => new()
    {
        Interfaces =
        [
            new CniInterface { Name = "cni0", Mac = "0a:00:00:00:00:01" },
            new CniInterface
            {
                Name = "eth0", Mac = "0a:00:00:00:00:02", Sandbox = "/run/netns/c1", Mtu = 1450, SocketPath = "/run/vhost.sock", PciId = "0000:00:1f.6",
            },
        ],
        Ips =
        [
            new CniIp { Address = Prefix("10.1.0.5/16"), Gateway = IPAddress.Parse("10.1.0.1"), Interface = 1 },
            new CniIp { Address = Prefix("10.2.0.5/24"), Interface = 1 },
            new CniIp { Address = Prefix("fd00::5/64"), Gateway = IPAddress.Parse("fd00::1"), Interface = 1 },
        ],
        Routes =
        [
            new CniRoute { Destination = Prefix("0.0.0.0/0"), Gateway = IPAddress.Parse("10.1.0.1") },
            new CniRoute { Destination = Prefix("192.168.7.9/24"), Mtu = 1400, AdvMss = 1360, Priority = 50, Table = 100, Scope = 253 },
            new CniRoute { Destination = Prefix("::/0") },
        ],
        Dns = new CniDns { Nameservers = ["10.1.0.1"], Domain = "example.net", Search = ["a.example.net", "b.example.net"], Options = ["ndots:5"] },
    };

    public static IpPrefix Prefix(string text) => IpPrefix.TryParse(text, out var prefix) ? prefix : throw new FormatException(text);

    public static CniVersion Version(string text) => CniVersion.TryParse(text, out var version) ? version : throw new FormatException(text);

    /// <summary>The result as a document, without blanks.</summary>
    public static string Write(CniResult result, string version) => Json.Compact(CniResultWriter.ToUtf8(result, Version(version)));

    public static CniResult Read(string json, string defaultVersion = "1.0.0") => CniResultReader.Read(Json.Parse(json), Version(defaultVersion));
}

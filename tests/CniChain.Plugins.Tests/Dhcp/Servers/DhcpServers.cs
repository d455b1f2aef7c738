using System.Globalization;

namespace CniChain.Plugins.Tests.Dhcp.Servers;

/// <summary>The servers that tests run against, each with a pool 10.70.0.100 to .150 unless told otherwise.</summary>
internal static class DhcpServers
{
    public const string Pool = "10.70.0.100-10.70.0.150";
    public const string Pool6 = "fd70::100-fd70::150";

    public static DhcpServer Dnsmasq(this DhcpNode node, params string[] more)
    {
        var leases = Path.Combine(node.Folder, "dnsmasq.leases");
        return DhcpServer.Start(
            node,
            node.Lan,
            "dnsmasq",
            leases,
            "DHCP, sockets bound",
            [
                "--keep-in-foreground", "--conf-file=/dev/null", "--port=0", "--interface=d0", "--bind-interfaces", "--user=root", "--no-ping",
                "--dhcp-authoritative", "--log-dhcp", "--log-facility=-", "--pid-file=", $"--dhcp-leasefile={leases}",
                .. more.Any(m => m.StartsWith("--dhcp-range", StringComparison.Ordinal)) ? [] : (string[])["--dhcp-range=10.70.0.100,10.70.0.150,255.255.255.0,120s"],
                .. more,
            ]);
    }

    /// <summary>Kea for IPv4.</summary>
    /// <param name="node">The node.</param>
    /// <param name="lifetime">The lease's, in seconds.</param>
    /// <param name="pool">The addresses.</param>
    /// <param name="options">Options to send, as its configuration has them.</param>
    /// <param name="name">Of its files.</param>
    /// <param name="subnet">The pool's.</param>
    /// <param name="renew">T1 in seconds; null leaves it to the client.</param>
    /// <param name="rebind">T2 in seconds; null leaves it to the client.</param>
    public static DhcpServer Kea(
        this DhcpNode node, int lifetime, string pool = Pool, string options = "", string name = "kea", string subnet = "10.70.0.0/24",
        int? renew = null, int? rebind = null)
    {
        var leases = Path.Combine(node.Folder, name + ".leases");
        var file = Path.Combine(node.Folder, name + ".json");
        File.WriteAllText(file, string.Create(CultureInfo.InvariantCulture, $$"""
            { "Dhcp4": {
                "interfaces-config": { "interfaces": [ "d0" ], "dhcp-socket-type": "raw" },
                "lease-database": { "type": "memfile", "persist": true, "name": "{{leases}}", "lfc-interval": 0 },
                "valid-lifetime": {{lifetime}}, {{Timer("renew", renew)}} {{Timer("rebind", rebind)}} "authoritative": true,
                "multi-threading": { "enable-multi-threading": false },
                "loggers": [ { "name": "kea-dhcp4", "severity": "INFO", "output_options": [ { "output": "stdout" } ] } ],
                "subnet4": [ { "id": 1, "subnet": "{{subnet}}", "pools": [ { "pool": "{{pool}}" } ], "option-data": [ {{options}} ] } ] } }
            """));
        return DhcpServer.Start(node, node.Lan, "kea-dhcp4", leases, "DHCP4_STARTED", "-c", file);
    }

    /// <summary>dnsmasq for IPv6, which takes rapid commit, with router advertisements.</summary>
    public static DhcpServer Dnsmasq6(this DhcpNode node, params string[] more) => node.Dnsmasq(
        ["--enable-ra", "--dhcp-range=fd70::100,fd70::150,64,120s", .. more]);

    /// <summary>kea for IPv6, with half and four fifths of the lifetime for T1 and T2.</summary>
    public static DhcpServer Kea6(
        this DhcpNode node, int lifetime, string pool = Pool6, string options = "", string name = "kea6", string subnet = "fd70::/64", string keys = "",
        int? renew = null, int? rebind = null)
    {
        var leases = Path.Combine(node.Folder, name + ".leases");
        var file = Path.Combine(node.Folder, name + ".json");
        File.WriteAllText(file, string.Create(CultureInfo.InvariantCulture, $$"""
            { "Dhcp6": {
                "interfaces-config": { "interfaces": [ "d0" ] },
                "lease-database": { "type": "memfile", "persist": true, "name": "{{leases}}", "lfc-interval": 0 },
                "preferred-lifetime": {{lifetime}}, "valid-lifetime": {{lifetime}}, {{Timer("renew", renew ?? lifetime / 2)}} {{Timer("rebind", rebind ?? lifetime * 4 / 5)}}
                "server-id": { "type": "EN", "enterprise-id": 2495, "identifier": "0a0b0c", "persist": false },
                "multi-threading": { "enable-multi-threading": false },
                "loggers": [ { "name": "kea-dhcp6", "severity": "DEBUG", "debuglevel": 50, "output_options": [ { "output": "stdout" } ] } ],
                "subnet6": [ { "id": 1, "subnet": "{{subnet}}", "interface": "d0", {{keys}} "pools": [ { "pool": "{{pool}}" } ], "option-data": [ {{options}} ] } ] } }
            """));
        return DhcpServer.Start(node, node.Lan, "kea-dhcp6", leases, "DHCP6_STARTED", "-c", file);
    }

    public static DhcpServer Isc(this DhcpNode node, int lifetime, int renew)
    {
        var leases = Path.Combine(node.Folder, "dhcpd.leases");
        var file = Path.Combine(node.Folder, "dhcpd.conf");
        File.WriteAllText(leases, "");
        File.WriteAllText(file, string.Create(CultureInfo.InvariantCulture, $$"""
            authoritative;
            ping-check false; dhcp-cache-threshold 0;
            default-lease-time {{lifetime}}; max-lease-time {{lifetime}}; min-lease-time {{lifetime}};
            subnet 10.70.0.0 netmask 255.255.255.0 { range 10.70.0.100 10.70.0.150; option routers 10.70.0.1; option dhcp-renewal-time {{renew}}; }
            """));
        return DhcpServer.Start(node, node.Lan, "dhcpd", leases, "Server starting service", "-4", "-f", "-d", "-cf", file, "-lf", leases, "-pf", "/dev/null", "d0");
    }

    public static DhcpServer Udhcpd(this DhcpNode node, int lifetime, int renew)
    {
        var leases = Path.Combine(node.Folder, "udhcpd.leases");
        var file = Path.Combine(node.Folder, "udhcpd.conf");
        File.WriteAllText(leases, "");
        File.WriteAllText(file, string.Create(CultureInfo.InvariantCulture, $"""
            start 10.70.0.100
            end 10.70.0.150
            interface d0
            lease_file {leases}
            pidfile {Path.Combine(node.Folder, "udhcpd.pid")}
            min_lease 1
            opt subnet 255.255.255.0
            opt router 10.70.0.1
            opt lease {lifetime}
            opt 58 {renew:x8}

            """));
        return DhcpServer.Start(node, node.Lan, "udhcpd", leases, "started", "-f", file);
    }

    private static string Timer(string name, int? seconds) => seconds is null ? "" : string.Create(CultureInfo.InvariantCulture, $"\"{name}-timer\": {seconds},");
}

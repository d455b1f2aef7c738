namespace CniChain.EndToEnd.Tests.Differential;

/// <summary>Every difference between the reference plugins (Debian's 1.1.1) and ours that is meant, with its reason. There are to be few.</summary>
internal static class MeantDifferences
{
    /// <summary>Members of what <c>ip -j -d</c> prints that ours has otherwise on purpose.</summary>
    public static IReadOnlyList<string> MembersPassedOver { get; } =
    [
        "ifalias", // ours writes the owner on every link, for GC and for people
        "nodad", // ours adds IPv6 addresses that are usable at once
        "txqlen", // the reference of 1.1 makes veths with a queue of length 0 by mistake; later ones don't
        "num_tx_queues", "num_rx_queues", // ours makes veths with the one queue that is used; the driver's own choice is one a processor
    ];

    public static IReadOnlyList<MeantDifference> All { get; } =
    [
        new(
            "the reference's portmap 1.1.1 looks for the chains of both families, also of the one that the container has no address of",
            network => Publishes(network),
            "CHECK",
            "reference refuses \\(999: could not check ipv[46] dnat"),
        new(
            "the reference's CHECK finds no route without a gateway of its own, which ADD made nevertheless",
            network => network.Has("\"dst\""),
            "CHECK",
            "reference refuses \\(999: Expected Route .* GW:<nil>} not found"),
        new(
            "the reference's CHECK calls an IPAM plugin that a layer 2 network does not have",
            network => !network.Has("\"ipam\""),
            "CHECK",
            "reference refuses \\(999: no plugin name provided"),
        new(
            "a failed ADD takes along the bridge that it made",
            network => !network.Setup.Contains("ip link add", StringComparison.Ordinal),
            "state after DEL",
            "^reference node: .*(\"info_kind\":\"bridge\"|\"vlans\"|accept_ra|route_localnet)"),
        new(
            "a default route of ipam without \"gw\" means the gateway; the reference adds it a second time and fails",
            network => network.Has("isDefaultGateway") && network.Has("/0"),
            "ADD",
            "reference refuses \\(999: failed to add route .*file exists"),
        new(
            "a network of two IPv4 ranges has two gateways; the reference refuses the second as a different address",
            network => network.Capabilities?.Contains("ipRanges", StringComparison.Ordinal) == true,
            "ADD",
            "reference refuses \\(999: failed to set bridge addr: .* already has an IP address different"),
        new(
            "route_localnet is guarded while it is on, and turned off again with the last published port",
            network => Publishes(network),
            "state after DEL",
            "route_localnet"),
        new(
            "the address of a container stays when its interface goes down and up, as the reference has it since 1.2",
            _ => true,
            "state after ADD",
            "ipv6/conf/eth0/keep_addr_on_down"),
        new(
            "\"dns\" of ipam stays when the bridge has none of its own, as the reference has it since 1.2",
            network => network.Has("static") || network.Has("resolvConf"),
            "ADD",
            "^reference returns (?!.*nameservers)"),
        new(
            "ours speaks 1.1.0, Debian's reference does not yet",
            network => network.Version == "1.1.0",
            "ADD",
            "^reference refuses \\(1: incompatible CNI versions"),
        new(
            "a hostIP that is no address publishes nothing; the reference takes it without a word",
            network => network.Capabilities?.Contains("\"here\"", StringComparison.Ordinal) == true,
            "ADD",
            "^ours refuses \\(7: portmap: .*hostIP"),
        new(
            "a host port belongs to the first attachment that asks for it; the reference gives it to the last without a word",
            network => Publishes(network) && network.Containers > 1,
            "ADD",
            "^ours refuses \\(11: portmap: host port tcp/8080 is already published by attachment net/container"),
        new(
            "DEL takes down what there is under a configuration that ADD refuses; the reference refuses there too, and leaves it",
            network => network.Name.StartsWith("refused", StringComparison.Ordinal),
            "DEL|second DEL",
            "^reference refuses \\(999: "),
        new(
            "what the reference's refused DEL leaves",
            network => network.Name.StartsWith("refused", StringComparison.Ordinal),
            "state after DEL",
            "^reference (container|lease: net/10\\.|node: .*(\"VETH\"|VETH/))"),
        new(
            "a request that no range can meet is refused before anything is leased, so round robin does not move for it",
            network => network.Args.Contains("IP=", StringComparison.Ordinal) || network.Capabilities?.Contains("\"ips\"", StringComparison.Ordinal) == true,
            "state after DEL",
            "^reference lease: net/last_reserved_ip"),
    ];

    private static bool Publishes(NetworkCase network) => network.Capabilities?.Contains("portMappings", StringComparison.Ordinal) == true;
}

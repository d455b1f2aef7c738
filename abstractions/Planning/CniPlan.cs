using System.Net;

namespace CniChain;

/// <summary>What a plugin's ADD would do now.</summary>
public sealed record CniPlan
{
    /// <summary>
    /// 0.0.0.0/32: stands in an IPAM plugin's plan for an IPv4 address that only ADD can know, as one that a DHCP server gives. The plugins
    /// of the chain plan with it as with any other; wherever it then stands in an object or in the result, <c>cnichain plan</c> shows "*".
    /// </summary>
    public static IpPrefix UnknownIPv4 { get; } = new(IPAddress.Any, 32);

    /// <summary>::/128: the same for an IPv6 address.</summary>
    public static IpPrefix UnknownIPv6 { get; } = new(IPAddress.IPv6Any, 128);

    /// <summary>The objects in the order ADD would come to them.</summary>
    public IReadOnlyList<PlannedObject> Objects { get; init; } = [];

    /// <summary>The result ADD would return, which the next plugin plans with. What is random in it (names, MACs) reads "*" or is null.</summary>
    public required CniResult Result { get; init; }
}

using System.Net;

namespace CniChain.Plugins.HostLocal;

/// <summary>Reads one range: "subnet", "rangeStart", "rangeEnd", "gateway".</summary>
internal static class AddressRangeReader
{
    /// <summary>Reads a range and fills in its defaults.</summary>
    /// <returns>The range; null when a problem was reported.</returns>
    public static AddressRange? Read(ConfigSection section)
    {
        if (ReadSubnet(section) is not { } subnet)
        {
            return null;
        }

        var first = IpPrefix.Offset(subnet.Address, 1);
        var start = ReadInside(section, "rangeStart", subnet) ?? first;
        var end = ReadInside(section, "rangeEnd", subnet) ?? AddressRange.LastHost(subnet);
        if (IpPrefix.ToNumber(start) > IpPrefix.ToNumber(end))
        {
            section.Invalid("rangeStart", $"is \"{start}\", which is behind the range's end {end}; swap them");
            return null;
        }

        var gateway = section.GetAddress("gateway") ?? first;
        if (gateway.AddressFamily != subnet.Address.AddressFamily)
        {
            section.Invalid("gateway", $"is \"{gateway}\", which is of another family than {subnet}");
        }

        return new AddressRange { Subnet = subnet, Start = start, End = end, Gateway = gateway };
    }

    private static IpPrefix? ReadSubnet(ConfigSection section)
    {
        if (section.GetPrefix("subnet") is not { } subnet)
        {
            if (string.IsNullOrEmpty(section.GetString("subnet")))
            {
                section.Invalid("subnet", "is missing; give a network such as 10.88.0.0/16");
            }

            return null;
        }

        if (subnet.PrefixLength > subnet.Bits - 2)
        {
            section.Invalid("subnet", $"is \"{subnet}\", too small to hand out addresses; give a prefix of /{subnet.Bits - 2} or shorter");
            return null;
        }

        if (!subnet.Network.BaseAddress.Equals(subnet.Address))
        {
            section.Invalid("subnet", $"is \"{subnet}\", an address inside a network; give the network, {subnet.Network}");
            return null;
        }

        return subnet;
    }

    private static IPAddress? ReadInside(ConfigSection section, string key, IpPrefix subnet)
    {
        var address = section.GetAddress(key);
        if (address is not null && !subnet.Contains(address))
        {
            section.Invalid(key, $"is \"{address}\", which is not in {subnet}");
            return null;
        }

        return address;
    }
}

using System.Globalization;

namespace CniChain.Host;

/// <summary>What a result may not be (specification 1.1.0, section 5, "Success"), checked before the next plugin builds on it.</summary>
internal static class ResultRules
{
    /// <summary>Returns the result, or explains what is wrong with it.</summary>
    /// <exception cref="CniException">Code 999: names the plugin and the fault.</exception>
    public static CniResult Check(CniResult? result, PluginCall call, string type)
    {
        if (result is null)
        {
            throw Wrong(type, "returned no result; a chained plugin returns prevResult, others what they made");
        }

        if (result is { Interfaces: null } or { Ips: null } or { Routes: null } or { Dns: null })
        {
            throw Wrong(type, "returned a result in which \"interfaces\", \"ips\", \"routes\" or \"dns\" is null; leave out what there is none of");
        }

        if (result.Dns is { Nameservers: null } or { Search: null } or { Options: null })
        {
            throw Wrong(type, "returned a result in whose \"dns\" a list is null; leave out what there is none of");
        }

        result = call.IsIpam ? Abbreviate(result) : result;
        for (var i = 0; i < result.Interfaces.Count; i++)
        {
            if (string.IsNullOrEmpty(result.Interfaces[i]?.Name))
            {
                throw Wrong(type, string.Create(CultureInfo.InvariantCulture, $"returned interfaces[{i}] without a name"));
            }
        }

        for (var i = 0; i < result.Ips.Count; i++)
        {
            CheckIp(result, i, type);
        }

        for (var i = 0; i < result.Routes.Count; i++)
        {
            if (result.Routes[i]?.Destination.Address is null)
            {
                throw Wrong(type, string.Create(CultureInfo.InvariantCulture, $"returned routes[{i}] without a destination"));
            }
        }

        return result;
    }

    /// <summary>An IPAM plugin knows addresses only, so what it says of interfaces is dropped (section 4).</summary>
    private static CniResult Abbreviate(CniResult result)
    {
        var ips = new CniIp[result.Ips.Count];
        for (var i = 0; i < ips.Length; i++)
        {
            // A null is found below.
            ips[i] = result.Ips[i] is { } ip ? ip with { Interface = null } : null!;
        }

        return result with { Interfaces = [], Ips = ips };
    }

    private static void CheckIp(CniResult result, int i, string type)
    {
        var ip = result.Ips[i];
        if (ip?.Address.Address is null)
        {
            throw Wrong(type, string.Create(CultureInfo.InvariantCulture, $"returned ips[{i}] without an address"));
        }

        if (ip.Interface is { } index && (uint)index >= (uint)result.Interfaces.Count)
        {
            throw Wrong(
                type,
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"returned ips[{i}].interface {index}, but \"interfaces\" has {result.Interfaces.Count} entries"));
        }
    }

    private static CniException Wrong(string type, string fault) => new(CniErrorCode.Internal, $"plugin {type} {fault}");
}

using System.Globalization;
using System.Text.Json;
using Spectre.Console;

namespace CniChain.Host.Commands;

/// <summary>An ADD's result for a person: interfaces with their addresses, routes, published ports, DNS. What there is none of is left out.</summary>
internal static class ResultView
{
    /// <summary>Shows it.</summary>
    /// <param name="console">Where.</param>
    /// <param name="result">The result.</param>
    /// <param name="ports">The port mappings asked for, as the capability has them; null for none.</param>
    public static void Write(IAnsiConsole console, CniResult result, JsonElement? ports)
    {
        WriteInterfaces(console, result);
        WriteRoutes(console, result.Routes);
        WritePorts(console, ports, result);
        WriteDns(console, result.Dns);
    }

    private static void WriteInterfaces(IAnsiConsole console, CniResult result)
    {
        var table = Tables.New("Interface", "In", "MAC", "Address", "Gateway");
        for (var i = 0; i < result.Interfaces.Count; i++)
        {
            var link = result.Interfaces[i];
            var ips = result.Ips.Where(ip => ip.Interface == i).ToList();
            table.AddText(link.Name, link.Sandbox is null ? "host" : "container", link.Mac ?? "", Lines(ips, ip => ip.Address), Lines(ips, ip => ip.Gateway));
        }

        var loose = result.Ips.Where(ip => ip.Interface is null).ToList();
        if (loose.Count > 0)
        {
            table.AddText("", "", "", Lines(loose, ip => ip.Address), Lines(loose, ip => ip.Gateway));
        }

        Show(console, table);
    }

    private static void WriteRoutes(IAnsiConsole console, IReadOnlyList<CniRoute> routes)
    {
        var table = Tables.New("Route", "Via");
        foreach (var route in routes)
        {
            table.AddText(route.Destination.ToString(), route.Gateway?.ToString() ?? "the gateway");
        }

        Show(console, table);
    }

    private static void WritePorts(IAnsiConsole console, JsonElement? ports, CniResult result)
    {
        if (ports is not { ValueKind: JsonValueKind.Array } mappings)
        {
            return;
        }

        var table = Tables.New("Published", "To");
        var targets = result.Ips.Select(ip => ip.Address.Address.ToString()).ToList();
        foreach (var mapping in mappings.EnumerateArray())
        {
            var hostIp = Text(mapping, "hostIP");
            var containerPort = Text(mapping, "containerPort");
            table.AddText(
                $"{(hostIp.Length == 0 ? "*" : hostIp)}:{Text(mapping, "hostPort")}/{(Text(mapping, "protocol") is { Length: > 0 } protocol ? protocol : "tcp")}",
                string.Join('\n', targets.Select(ip => ip.Contains(':', StringComparison.Ordinal) ? $"[{ip}]:{containerPort}" : $"{ip}:{containerPort}")));
        }

        Show(console, table);
    }

    private static void WriteDns(IAnsiConsole console, CniDns dns)
    {
        var table = Tables.New("DNS", "");
        AddIfAny(table, "servers", dns.Nameservers);
        AddIfAny(table, "domain", dns.Domain is null ? [] : [dns.Domain]);
        AddIfAny(table, "search", dns.Search);
        AddIfAny(table, "options", dns.Options);
        Show(console, table);
    }

    private static void AddIfAny(Table table, string name, IReadOnlyList<string> texts)
    {
        if (texts.Count > 0)
        {
            table.AddText(name, string.Join(' ', texts));
        }
    }

    private static void Show(IAnsiConsole console, Table table)
    {
        if (table.Rows.Count > 0)
        {
            console.Write(table);
        }
    }

    private static string Lines<T>(List<CniIp> ips, Func<CniIp, T> pick) =>
        string.Join('\n', ips.Select(ip => Convert.ToString(pick(ip), CultureInfo.InvariantCulture)));

    private static string Text(JsonElement json, string key) => JsonKeys.TryGet(json, key, out var value) ? value.ToString() : "";
}

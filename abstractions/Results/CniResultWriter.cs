using System.Buffers;
using System.Net;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace CniChain;

/// <summary>Writes results in every version from 0.1.0 to 1.1.0, with the keys and the order the reference library writes.</summary>
public static class CniResultWriter
{
    private static readonly JsonWriterOptions Pretty = new()
    {
        Indented = true,
        IndentSize = 4,
        NewLine = "\n",
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>Writes a result as UTF-8, indented by four blanks, without a final newline.</summary>
    /// <param name="result">The result.</param>
    /// <param name="version">The version to write.</param>
    /// <returns>The bytes.</returns>
    /// <exception cref="CniException">Code 1: see <see cref="Write"/>.</exception>
    public static byte[] ToUtf8(CniResult result, CniVersion version)
    {
        var buffer = new ArrayBufferWriter<byte>(1024);
        using (var writer = new Utf8JsonWriter(buffer, Pretty))
        {
            Write(writer, result, version);
        }

        return buffer.WrittenSpan.ToArray();
    }

    /// <summary>Writes a result as one JSON object.</summary>
    /// <param name="writer">Where to.</param>
    /// <param name="result">The result.</param>
    /// <param name="version">
    /// 0.1.0 and 0.2.0: the first address of each family with its routes, no interfaces. 0.3.0 to 0.4.0: interfaces without mtu,
    /// socketPath and pciID, ips with their "version". 1.0.0 and 1.1.0: everything, as the reference library does.
    /// </param>
    /// <exception cref="CniException">Code 1: the version is not supported, or it is below 0.3.0 and the result has no address.</exception>
    public static void Write(Utf8JsonWriter writer, CniResult result, CniVersion version)
    {
        ArgumentNullException.ThrowIfNull(writer);
        ArgumentNullException.ThrowIfNull(result);
        if (!version.IsSupported)
        {
            throw new CniException(
                CniErrorCode.IncompatibleVersion,
                $"a result cannot be written as cniVersion {version}",
                $"supported: {string.Join(", ", CniVersion.Supported)}");
        }

        writer.WriteStartObject();
        writer.WriteString("cniVersion", version.ToString());
        if (version < CniVersion.V0_3_0)
        {
            WriteOld(writer, result, version);
        }
        else
        {
            WriteCurrent(writer, result, version);
        }

        writer.WriteEndObject();
    }

    private static void WriteOld(Utf8JsonWriter writer, CniResult result, CniVersion version)
    {
        if (result.Ips.Count == 0)
        {
            throw new CniException(
                CniErrorCode.IncompatibleVersion,
                $"a result without an address cannot be written as cniVersion {version}; use 0.3.0 or later");
        }

        foreach (var v6 in (ReadOnlySpan<bool>)[false, true])
        {
            foreach (var ip in result.Ips)
            {
                if (ip.Address.IsIPv6 == v6)
                {
                    WriteOldFamily(writer, ip, result.Routes);
                    break;
                }
            }
        }

        WriteDns(writer, result.Dns);
    }

    private static void WriteOldFamily(Utf8JsonWriter writer, CniIp ip, IReadOnlyList<CniRoute> routes)
    {
        writer.WriteStartObject(ip.Address.IsIPv6 ? "ip6" : "ip4");
        writer.WriteString("ip", ip.Address.ToString());
        WriteAddress(writer, "gateway", ip.Gateway);
        var open = false;
        foreach (var route in routes)
        {
            if (route.Destination.IsIPv6 != ip.Address.IsIPv6)
            {
                continue;
            }

            if (!open)
            {
                writer.WriteStartArray("routes");
                open = true;
            }

            writer.WriteStartObject();
            writer.WriteString("dst", route.Destination.ToString());
            WriteAddress(writer, "gw", route.Gateway);
            writer.WriteEndObject();
        }

        if (open)
        {
            writer.WriteEndArray();
        }

        writer.WriteEndObject();
    }

    private static void WriteCurrent(Utf8JsonWriter writer, CniResult result, CniVersion version)
    {
        var below1 = version < CniVersion.V1_0_0;
        if (result.Interfaces.Count > 0)
        {
            writer.WriteStartArray("interfaces");
            foreach (var i in result.Interfaces)
            {
                WriteInterface(writer, i, below1);
            }

            writer.WriteEndArray();
        }

        if (result.Ips.Count > 0)
        {
            writer.WriteStartArray("ips");
            foreach (var ip in result.Ips)
            {
                WriteIp(writer, ip, below1);
            }

            writer.WriteEndArray();
        }

        if (result.Routes.Count > 0)
        {
            writer.WriteStartArray("routes");
            foreach (var route in result.Routes)
            {
                WriteRoute(writer, route);
            }

            writer.WriteEndArray();
        }

        if (below1 || !result.Dns.IsEmpty)
        {
            WriteDns(writer, result.Dns);
        }
    }

    private static void WriteInterface(Utf8JsonWriter writer, CniInterface i, bool below1)
    {
        writer.WriteStartObject();
        writer.WriteString("name", i.Name);
        WriteText(writer, "mac", i.Mac);
        if (!below1)
        {
            WriteNumber(writer, "mtu", i.Mtu);
        }

        WriteText(writer, "sandbox", i.Sandbox);
        if (!below1)
        {
            WriteText(writer, "socketPath", i.SocketPath);
            WriteText(writer, "pciID", i.PciId);
        }

        writer.WriteEndObject();
    }

    private static void WriteIp(Utf8JsonWriter writer, CniIp ip, bool below1)
    {
        writer.WriteStartObject();
        if (below1)
        {
            writer.WriteString("version", ip.Address.IsIPv6 ? "6" : "4");
        }

        if (ip.Interface is { } index)
        {
            writer.WriteNumber("interface", index);
        }

        writer.WriteString("address", ip.Address.ToString());
        WriteAddress(writer, "gateway", ip.Gateway);
        writer.WriteEndObject();
    }

    private static void WriteRoute(Utf8JsonWriter writer, CniRoute route)
    {
        writer.WriteStartObject();
        writer.WriteString("dst", route.Destination.ToString());
        WriteAddress(writer, "gw", route.Gateway);
        WriteNumber(writer, "mtu", route.Mtu);
        WriteNumber(writer, "advmss", route.AdvMss);
        WriteNumber(writer, "priority", route.Priority);
        if (route.Table is { } table)
        {
            writer.WriteNumber("table", table);
        }

        if (route.Scope is { } scope)
        {
            writer.WriteNumber("scope", scope);
        }

        writer.WriteEndObject();
    }

    private static void WriteDns(Utf8JsonWriter writer, CniDns dns)
    {
        writer.WriteStartObject("dns");
        WriteTexts(writer, "nameservers", dns.Nameservers);
        WriteText(writer, "domain", dns.Domain);
        WriteTexts(writer, "search", dns.Search);
        WriteTexts(writer, "options", dns.Options);
        writer.WriteEndObject();
    }

    private static void WriteTexts(Utf8JsonWriter writer, string key, IReadOnlyList<string> texts)
    {
        if (texts.Count == 0)
        {
            return;
        }

        writer.WriteStartArray(key);
        foreach (var text in texts)
        {
            writer.WriteStringValue(text);
        }

        writer.WriteEndArray();
    }

    private static void WriteText(Utf8JsonWriter writer, string key, string? text)
    {
        if (!string.IsNullOrEmpty(text))
        {
            writer.WriteString(key, text);
        }
    }

    private static void WriteNumber(Utf8JsonWriter writer, string key, int number)
    {
        if (number != 0)
        {
            writer.WriteNumber(key, number);
        }
    }

    private static void WriteAddress(Utf8JsonWriter writer, string key, IPAddress? address)
    {
        if (address is not null)
        {
            writer.WriteString(key, address.ToString());
        }
    }
}

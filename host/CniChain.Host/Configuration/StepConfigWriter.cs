using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace CniChain.Host;

/// <summary>Derives the configuration a plugin is called with (specification 1.1.0, section 3, "Deriving request configuration").</summary>
internal static class StepConfigWriter
{
    private const string ReservedPrefix = "cni.dev/";
    private static readonly JsonWriterOptions s_options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    // What the host writes itself, whatever the author or an outer runtime left there.
    private static readonly string[] s_derived = ["name", "cniVersion", "prevResult", "runtimeConfig", "capabilities"];

    /// <summary>Writes one plugin's configuration.</summary>
    /// <param name="entry">The plugin as written.</param>
    /// <param name="chain">The chain around it.</param>
    /// <param name="prevResult">Written in the chain's version; null for none, as when <see cref="Shows"/> is false.</param>
    /// <param name="valid">GC's list; null for other verbs.</param>
    /// <exception cref="CniException">Code 1: prevResult cannot be written in the chain's version.</exception>
    public static byte[] Write(ChainEntry entry, ChainDefinition chain, CniResult? prevResult, IReadOnlyList<Attachment>? valid)
    {
        var buffer = new ArrayBufferWriter<byte>(1024);
        using (var writer = new Utf8JsonWriter(buffer, s_options))
        {
            writer.WriteStartObject();
            if (entry.Verbatim)
            {
                CopyMembers(writer, entry.Json, static name => !Is(name, "prevResult"));
            }
            else
            {
                WriteDerived(writer, entry, chain, valid);
            }

            if (prevResult is not null)
            {
                writer.WritePropertyName("prevResult");
                CniResultWriter.Write(writer, prevResult, chain.Version);
            }

            writer.WriteEndObject();
        }

        return buffer.WrittenSpan.ToArray();
    }

    /// <summary>
    /// Whether a verb's configuration carries prevResult. DEL's does from 0.4.0 on; an older plugin does not expect it, and a result
    /// without an address could not even be written below 0.3.0, where DEL has to succeed all the same.
    /// </summary>
    public static bool Shows(CniVerb verb, CniVersion version) => verb != CniVerb.Del || version >= CniVersion.V0_4_0;

    private static void WriteDerived(Utf8JsonWriter writer, ChainEntry entry, ChainDefinition chain, IReadOnlyList<Attachment>? valid)
    {
        writer.WriteString("cniVersion", chain.Version.ToString());
        writer.WriteString("name", chain.Network);
        CopyMembers(writer, entry.Json, static name => !IsDerived(name));
        if (chain.Args is { } args && !JsonKeys.TryGet(entry.Json, "args", out _))
        {
            writer.WritePropertyName("args");
            args.WriteTo(writer);
        }

        var share = entry.Runtime.For(entry.Json);
        if (share.Count > 0)
        {
            share.Write(writer);
        }

        if (valid is not null)
        {
            GcList.Write(writer, valid);
        }
    }

    private static void CopyMembers(Utf8JsonWriter writer, JsonElement json, Predicate<string> wanted)
    {
        foreach (var member in json.EnumerateObject())
        {
            if (wanted(member.Name))
            {
                member.WriteTo(writer);
            }
        }
    }

    private static bool IsDerived(string name)
    {
        foreach (var derived in s_derived)
        {
            if (Is(name, derived))
            {
                return true;
            }
        }

        return name.StartsWith(ReservedPrefix, StringComparison.OrdinalIgnoreCase);
    }

    private static bool Is(string name, string key) => name.Equals(key, StringComparison.OrdinalIgnoreCase);
}

using System.Text.Json;

namespace CniChain.Host.Commands;

/// <summary>What <see cref="StateView"/> draws, as JSON.</summary>
internal static class StateJson
{
    public static byte[] Write(IReadOnlyList<AttachmentState> states)
    {
        var buffer = new MemoryStream();
        using (var json = AttachmentJson.NewWriter(buffer))
        {
            json.WriteStartArray();
            foreach (var state in states)
            {
                json.WriteStartObject();
                AttachmentJson.WriteMembers(json, state.Journal);
                Write(json, "interface", state.Container);
                AttachmentJson.WriteList(json, "routes", state.Routes.Select(r => r.ToString()));
                Write(json, "peer", state.Peer);
                Write(json, "bridge", state.Bridge);
                WriteElements(json, state.Elements);
                AttachmentJson.WriteList(json, "differences", state.Differences);
                json.WriteEndObject();
            }

            json.WriteEndArray();
        }

        return buffer.ToArray();
    }

    private static void Write(Utf8JsonWriter json, string name, InterfaceState? state)
    {
        if (state is null)
        {
            json.WriteNull(name);
            return;
        }

        json.WriteStartObject(name);
        json.WriteNumber("index", state.Link.Index);
        json.WriteString("name", state.Link.Name);
        json.WriteString("kind", state.Link.Kind);
        json.WriteBoolean("up", state.Link.IsUp);
        json.WriteNumber("mtu", state.Link.Mtu);
        json.WriteString("mac", state.Link.Mac?.ToString());
        AttachmentJson.WriteList(json, "addresses", state.Addresses.Select(InterfaceState.Format));
        json.WriteEndObject();
    }

    private static void WriteElements(Utf8JsonWriter json, IReadOnlyList<OwnedElement> elements)
    {
        json.WriteStartArray("nftables");
        foreach (var element in elements)
        {
            json.WriteStartObject();
            json.WriteString("table", element.Table);
            json.WriteString("set", element.Set);
            json.WriteString("key", element.Key);
            json.WriteString("data", element.Data);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }
}

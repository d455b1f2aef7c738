using System.Text.Json;

namespace CniChain.Host.Commands;

/// <summary>What <see cref="StateView"/> draws, as JSON.</summary>
internal static class StateJson
{
    public static byte[] Write(IReadOnlyList<AttachmentState> states) => JsonText.WriteList(states, Write, indented: true);

    private static void Write(Utf8JsonWriter json, AttachmentState state)
    {
        AttachmentJson.WriteMembers(json, state.Journal);
        Write(json, "interface", state.Container);
        json.WriteList("routes", state.Routes.Select(r => r.ToString()));
        Write(json, "peer", state.Peer);
        Write(json, "bridge", state.Bridge);
        json.WriteList("nftables", state.Elements, Write);
        json.WriteList("differences", state.Differences);
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
        json.WriteList("addresses", state.Addresses.Select(InterfaceState.Format));
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, OwnedElement element)
    {
        json.WriteString("table", element.Table);
        json.WriteString("set", element.Set);
        json.WriteString("key", element.Key);
        json.WriteString("data", element.Data);
    }
}

using System.Text;
using System.Text.Json;
using Spectre.Console;

namespace CniChain.Host.Commands;

/// <summary>Answers to whoever asked: a person at a terminal, or a program that wants JSON.</summary>
internal sealed class Terminal
{
    // Lines that are no table are not folded here: the terminal does that, and a pasted path stays whole.
    internal const int Unfolded = 10_000;

    private readonly CommandContext _context;
    private readonly bool _json;

    public Terminal(CommandContext context, bool json)
    {
        _context = context;
        _json = json;
    }

    /// <summary>JSON was asked for.</summary>
    public bool Json => _json;

    /// <summary>Results are for a person's eyes.</summary>
    public bool ForPerson => !_json && _context.OutputIsTerminal;

    /// <summary>Tables on stdout.</summary>
    public IAnsiConsole Output() => Create(_context.Output, _context.OutputIsTerminal, _context.Width);

    /// <summary>Tables on stderr.</summary>
    public IAnsiConsole Error() => Create(_context.Error, _context.ErrorIsTerminal, _context.Width);

    /// <summary>A line on stdout.</summary>
    /// <param name="text">The line.</param>
    /// <param name="style">Spectre's markup, such as "green".</param>
    public void Line(string text, string style = "default") => Line(Output(), text, style);

    /// <summary>A line on stderr.</summary>
    public void Warn(string text) => Line(Error(), $"warning: {text}", "yellow");

    /// <summary>A line on stderr that says what is wrong.</summary>
    /// <param name="text">The line.</param>
    /// <param name="style">Spectre's markup.</param>
    public void Complain(string text, string style = "red") => Line(Error(), text, style);

    /// <summary>A JSON document on stdout.</summary>
    public void WriteJson(ReadOnlySpan<byte> utf8)
    {
        if (!utf8.IsEmpty)
        {
            _context.Output.WriteLine(Encoding.UTF8.GetString(utf8));
        }
    }

    /// <summary>Shows the error of a request.</summary>
    /// <param name="reply">A reply whose exit status is not 0.</param>
    /// <returns>The exit status.</returns>
    public int Fail(CniReply reply)
    {
        if (_json)
        {
            WriteJson(reply.Stdout.Span);
            return 1;
        }

        return Fail(ReadError(reply));
    }

    /// <summary>Shows an error.</summary>
    /// <returns>The exit status.</returns>
    public int Fail(CniException error)
    {
        if (_json)
        {
            WriteJson(CniError.ToUtf8(error, null));
            return 1;
        }

        Line(Error(), $"error {(int)error.Code}: {error.Message}", "red");
        if (!string.IsNullOrEmpty(error.Details))
        {
            Line(Error(), error.Details, "dim");
        }

        return 1;
    }

    /// <summary>The error a reply holds.</summary>
    public static CniException ReadError(CniReply reply)
    {
        try
        {
            return CniError.Read(JsonElement.Parse(reply.Stdout.Span)) ?? NoError(reply);
        }
        catch (JsonException)
        {
            return NoError(reply);
        }
    }

    private static CniException NoError(CniReply reply) => new(
        CniErrorCode.Internal,
        $"exit status {reply.ExitCode} without an error that can be read",
        Encoding.UTF8.GetString(reply.Stdout.Span));

    private static void Line(IAnsiConsole console, string text, string style)
    {
        console.Profile.Width = Unfolded;
        console.Write(new Text(text + "\n", Style.Parse(style)));
    }

    private static IAnsiConsole Create(TextWriter writer, bool isTerminal, int width) => AnsiConsole.Create(new AnsiConsoleSettings
    {
        Out = new TerminalOutput(writer, isTerminal, width),
        Ansi = isTerminal ? AnsiSupport.Detect : AnsiSupport.No,
        ColorSystem = isTerminal ? ColorSystemSupport.Detect : ColorSystemSupport.NoColors,
        Interactive = InteractionSupport.No,
    });
}
